-- Requests probes of the targets in turn from a blackbox_exporter, and counts those that fail.
-- wrk … -s blackbox.lua http://exporter -- PATH PATH …
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init(arguments)
    paths, position, failed = arguments, 0, 0
end

function request()
    position = position % #paths + 1
    return wrk.format("GET", paths[position])
end

function response(status, _, body)
    if status ~= 200 or not body:find("\nprobe_success 1\n", 1, true) then failed = failed + 1 end
end

function done(summary)
    local all = 0
    for _, thread in ipairs(threads) do all = all + thread:get("failed") end
    io.write(string.format('{"checks":%d,"failed":%d}\n', summary.requests, all))
end
