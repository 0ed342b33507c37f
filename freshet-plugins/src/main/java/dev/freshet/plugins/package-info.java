/// Runs Grafana backend plugins, which are programs of their own that speak gRPC.
///
/// Start with [PluginHost]: it finds plugins (`PluginScan`), and for each program to run there is
/// one `SupervisedPlugin`, which starts a `PluginProcess`, keeps it alive and answers as
/// [BackendPlugin]. The thread `plugin-supervisor` starts and ends processes; calls come on virtual
/// threads and block. Nothing outside of this module sees gRPC.
@NullMarked
package dev.freshet.plugins;

import org.jspecify.annotations.NullMarked;
