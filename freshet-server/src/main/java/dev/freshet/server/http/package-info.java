/// HTTP on Netty and nothing about features: [Router] is the table of [Route]s, `HttpConnection`
/// reads one request after the other, `Exchange` takes one request from its first line to its
/// answer.
///
/// A connection belongs to its event loop; handlers marked blocking run on virtual threads while
/// reading is paused. Uses `auth` and `problem`. Start at [HttpInitializer], then `HttpConnection`.
@NullMarked
package dev.freshet.server.http;

import org.jspecify.annotations.NullMarked;
