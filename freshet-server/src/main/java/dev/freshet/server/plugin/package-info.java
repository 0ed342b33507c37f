/// Backend plugins as this server uses them: their processes ([dev.freshet.plugins.PluginHost]) as
/// sources of channels. Start at [PluginSources].
@NullMarked
package dev.freshet.server.plugin;

import org.jspecify.annotations.NullMarked;
