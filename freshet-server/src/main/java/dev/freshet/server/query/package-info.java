/// `POST /api/ds/query`: queries of panels, and the live channels that they become.
///
/// [QueryApi] and the RPC `grafana.query` hand a body to [Queries], which asks plugins and data
/// sources. A query whose range ends now is not asked at all: it is remembered by [KnownQueries]
/// under its hash, and the answer names the channel that shows it.
@NullMarked
package dev.freshet.server.query;

import org.jspecify.annotations.NullMarked;
