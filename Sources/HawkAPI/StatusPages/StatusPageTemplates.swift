import HawkCore
import Mustache

/// The markup of a public page. Every template starts with our own content type. The library escapes by character and does not
/// escape a quotation mark with a combining accent.
enum StatusPageTemplates {
    static let library: MustacheLibrary = {
        MustacheContentTypes.register(ScalarHTML(), named: "SCALAR_HTML")
        var library = MustacheLibrary()
        for (name, text) in [("page", page), ("component", component), ("incident", incident)] {
            // SAFETY: the templates are below, and a test renders each.
            try! library.register("{{% CONTENT_TYPE:SCALAR_HTML}}\(text)", named: name)
        }
        return library
    }()

    private static let page = """
        <!DOCTYPE html>
        <html lang="en" data-theme="{{theme}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="{{colorScheme}}">
        <title>{{headline}} – {{title}}</title>
        <link rel="icon" href="data:image/svg+xml,{{{icon}}}">
        <link rel="alternate" type="application/json" href="{{slug}}.json">
        <style>{{{style}}}</style>
        </head>
        <body>
        {{{symbols}}}
        <header>
        <h1>{{title}}</h1>
        {{#description}}<p class="about">{{description}}</p>{{/description}}
        </header>
        <main>
        <section class="overall {{tone}}" aria-label="Overall status">
        <svg class="icon" aria-hidden="true"><use href="#{{tone}}"></use></svg>
        <p><strong>{{headline}}</strong><span class="small">as of <time datetime="{{asOf}}">{{asOfWords}}</time></span></p>
        </section>
        {{#hasOpen}}
        <section aria-labelledby="open"><h2 id="open">Ongoing incidents</h2>
        {{#open}}{{>incident}}{{/open}}
        </section>
        {{/hasOpen}}
        {{#sections}}
        <section aria-labelledby="{{anchor}}"><h2 id="{{anchor}}">{{name}}</h2>
        <ul class="card components">
        {{#components}}{{>component}}{{/components}}
        </ul></section>
        {{/sections}}
        {{^sections}}<p class="card empty">This page shows no components yet.</p>{{/sections}}
        <section aria-labelledby="past"><h2 id="past">Past incidents</h2>
        {{#past}}{{>incident}}{{/past}}
        {{^past}}<p class="card empty">No past incidents in the last 14 days.</p>{{/past}}
        </section>
        </main>
        <footer>
        <ul class="legend small">
        <li><span class="bars"><i class="u"></i></span>No outage</li>
        <li><span class="bars"><i class="d1"></i><i class="d2"></i><i class="d3"></i><i class="d4"></i></span>Outage: up to 5 min, 1 h, 6 h, longer</li>
        <li><span class="bars"><i class="g"></i></span>No data</li>
        <li><span class="bars"><i class="n"></i></span>Not monitored yet</li>
        </ul>
        <p class="small">Coverage is the share of time with check results. Uptime is computed from that time only. Days and times \
        are in UTC. This page as <a href="{{slug}}.json">JSON</a>. Made with StatusHawk.</p>
        </footer>
        </body>
        </html>

        """

    private static let component = """
        <li>
        <div class="line"><h3>{{name}}</h3>
        <p class="state {{tone}}"><svg class="icon" aria-hidden="true"><use href="#{{tone}}"></use></svg>{{state}}</p></div>
        {{{bars}}}
        <div class="foot small"><span class="wide">{{span}}</span><span class="narrow">{{narrowSpan}}</span>\
        <span class="figures">{{figures}}</span><span>Today</span></div>
        </li>

        """

    private static let incident = """
        <article class="card incident{{#isOpen}} bad{{/isOpen}}">
        <h3>{{title}}</h3>
        <p class="small">{{#isOpen}}Since{{/isOpen}}{{^isOpen}}From{{/isOpen}} <time datetime="{{startedAt}}">{{startedAtWords}}</time>{{duration}}</p>
        {{#explanation}}<p>{{explanation}}</p>{{/explanation}}
        {{#hasUpdates}}<ol class="updates">{{#updates}}<li><p><strong>{{status}}</strong> <time class="small" datetime="{{at}}">{{atWords}}</time></p>
        <p class="message">{{message}}</p></li>{{/updates}}</ol>{{/hasUpdates}}
        </article>

        """
}

/// HTML, escaped by Unicode scalar.
struct ScalarHTML: MustacheContentType {
    func escapeText(_ text: String) -> String { text.escapedForHTML }
}
