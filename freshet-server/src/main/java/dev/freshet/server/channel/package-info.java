/// Grafana's channels: [ChannelAddress] is the name, [OrgChannel] the name in an organisation, and
/// [Channels] decides who may subscribe and publish by asking the scope's [ChannelHandler] and the
/// configured [ChannelRules].
///
/// Knows no feature: features hand in handlers. Everything here is immutable and may be called on a
/// loop; what takes time completes its stage later. Start reading at [Channels].
@NullMarked
package dev.freshet.server.channel;

import org.jspecify.annotations.NullMarked;
