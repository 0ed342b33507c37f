package dev.freshet.server.datasource;

import java.time.Instant;

/// A uid that a data source had once.
///
/// @param oldUid what somebody still asks for
/// @param uid what it is called now
/// @param at when it was changed last
public record Renamed(String oldUid, String uid, Instant at) {}
