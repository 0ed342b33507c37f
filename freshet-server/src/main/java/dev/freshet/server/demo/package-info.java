/// What `freshet demo` adds to the server: this machine's own CPU, memory, disk and network,
/// sampled every second and pushed as line protocol the way Telegraf does. One thread,
/// `host-metrics`. Start at [HostMetrics].
@NullMarked
package dev.freshet.server.demo;

import org.jspecify.annotations.NullMarked;
