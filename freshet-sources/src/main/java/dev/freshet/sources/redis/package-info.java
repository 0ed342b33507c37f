/// Redis and what speaks its protocol: messages of channels, and entries of streams.
///
/// Uses Lettuce, which calls on its own threads; they only put into a query's queue.
/// [RedisUpstream] is the way in, [RedisServer] opens connections, [PubSubQuery] and
/// [StreamEntriesQuery] are the two kinds of queries.
@NullMarked
package dev.freshet.sources.redis;

import org.jspecify.annotations.NullMarked;
