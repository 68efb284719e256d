import Crypto
import Foundation

/// The stylesheet of the public pages, inline, so that a page is one response.
enum StatusPageStyle {
    /// Allows nothing but this stylesheet, by its hash, and images such as the icon.
    static let contentSecurityPolicy: String = {
        let hash = Data(SHA256.hash(data: Array(css.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
    }()

    static let css =
        light + "@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}"
        + "@media screen{:root[data-theme=dark]{\(dark)}}" + rules + print

    private static let light = """
        :root{--page:#f6f7f9;--card:#fff;--text:#14181f;--soft:#545d6e;--line:#e3e6eb;--up:#3bb273;--down:#d8393f;--gap:#a7afbc;\
        --none:#dfe3e8;--ok-text:#0a6638;--ok-tint:#e6f5ec;--warn-text:#814b00;--warn-tint:#fdf2da;--bad-text:#b0231c;\
        --bad-tint:#fdebea;--info-text:#1c4c9f;--info-tint:#e8effb;--mute-text:#4a5364;--mute-tint:#eceff3}
        """

    private static let dark = """
        --page:#0d1015;--card:#151a21;--text:#e9edf2;--soft:#9ca7b6;--line:#262d37;--up:#2c9a62;--down:#f0565b;--gap:#667182;\
        --none:#242b35;--ok-text:#62d59c;--ok-tint:#10281c;--warn-text:#f1bd62;--warn-tint:#2c220f;--bad-text:#ff948e;\
        --bad-tint:#341516;--info-text:#8fb4ff;--info-tint:#14213a;--mute-text:#b0bac7;--mute-tint:#1d232c
        """

    private static let rules = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:54rem;padding:3.5rem 1.5rem 3rem;background:var(--page);color:var(--text);\
        font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
        font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        h1,h2,h3,p,ul,ol{margin:0;padding:0}
        ul,ol{list-style:none}
        h1{font-size:2rem;line-height:1.2;font-weight:680;letter-spacing:-.02em}
        h2{font-size:1.0625rem;font-weight:620;margin:2.75rem 0 .75rem}
        h3{font-size:1rem;font-weight:560}
        a{color:inherit;text-underline-offset:2px}
        a:focus-visible{outline:2px solid currentColor;outline-offset:3px;border-radius:2px}
        .about{margin-top:.4rem;color:var(--soft);max-width:42rem;white-space:pre-line}
        .small{font-size:.8125rem;line-height:1.5;color:var(--soft)}
        .icon{width:1.25em;height:1.25em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
        .symbols{display:none}
        .ok{--ink:var(--ok-text);--tint:var(--ok-tint)}
        .warn{--ink:var(--warn-text);--tint:var(--warn-tint)}
        .bad{--ink:var(--bad-text);--tint:var(--bad-tint)}
        .info{--ink:var(--info-text);--tint:var(--info-tint)}
        .mute{--ink:var(--mute-text);--tint:var(--mute-tint)}
        .overall{display:flex;gap:1rem;align-items:center;margin-top:2rem;padding:1.25rem 1.5rem;border-radius:14px;\
        background:var(--tint);color:var(--ink)}
        .overall .icon{width:2rem;height:2rem}
        .overall strong{display:block;font-size:1.25rem;line-height:1.35;font-weight:640;letter-spacing:-.01em}
        .overall .small{color:inherit}
        .card{background:var(--card);border:1px solid var(--line);border-radius:14px}
        .empty{padding:1.1rem 1.5rem;color:var(--soft)}
        .components>li{padding:1.15rem 1.5rem 1rem}
        .components>li+li{border-top:1px solid var(--line)}
        .line{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
        .state{display:flex;gap:.4em;align-items:center;align-self:flex-start;flex:none;font-size:.875rem;font-weight:560;color:var(--ink)}
        .bars{display:flex;gap:2px;height:2.125rem;margin:.75rem 0 .5rem}
        .bars i{flex:1 1 0;min-width:0;border-radius:2px;background:var(--up)}
        .bars .n{background:var(--none);align-self:flex-end;height:30%}
        .bars .g{background:repeating-linear-gradient(-45deg,var(--gap) 0 2px,transparent 2px 5px);box-shadow:inset 0 0 0 1px var(--gap)}
        .bars .d1{background:linear-gradient(to top,var(--down) 0 25%,var(--card) 25% calc(25% + 2px),var(--up) 0)}
        .bars .d2{background:linear-gradient(to top,var(--down) 0 45%,var(--card) 45% calc(45% + 2px),var(--up) 0)}
        .bars .d3{background:linear-gradient(to top,var(--down) 0 70%,var(--card) 70% calc(70% + 2px),var(--up) 0)}
        .bars .d4{background:var(--down)}
        .dense{gap:0}
        .dense i{border-radius:0}
        .foot{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
        .narrow{display:none}
        .figures{color:var(--text)}
        .incident{padding:1.15rem 1.5rem}
        .incident+.incident{margin-top:.75rem}
        .incident.bad{border-left:4px solid var(--down)}
        .incident>p{margin-top:.25rem}
        .updates{margin-top:.9rem;border-left:2px solid var(--line);padding-left:1rem}
        .updates li+li{margin-top:.8rem}
        .message{white-space:pre-line}
        footer{margin-top:3rem;padding-top:1.25rem;border-top:1px solid var(--line)}
        .legend{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin-bottom:.9rem}
        .legend li{display:flex;gap:.5rem;align-items:center}
        .legend .bars{height:1rem;margin:0}
        .legend i{flex:none;width:6px}
        .legend .d1,.legend .d2,.legend .d3{--card:var(--page)}
        @media(max-width:40rem){
        body{padding:2rem 1rem}
        h1{font-size:1.625rem}
        h2{margin-top:2.25rem}
        .overall{padding:1rem 1.1rem}
        .overall strong{font-size:1.125rem}
        .components>li,.incident,.empty{padding-left:1.1rem;padding-right:1.1rem}
        .components .bars i:nth-last-child(n+31){display:none}
        .components .dense{gap:2px}
        .wide{display:none}
        .narrow{display:inline}
        .figures{order:3;flex-basis:100%}
        }
        @media(forced-colors:active){.bars i{forced-color-adjust:none}}
        """

    /// Print uses the colours of the light theme and includes backgrounds that carry information.
    private static let print = """
        @media print{body{padding:0}.card,.overall{break-inside:avoid}\
        .overall,.bars i{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """
}
