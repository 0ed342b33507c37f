package dev.freshet.engine.hub;

/// What makes a group on a loop: subscribers of one key get the very same bytes.
///
/// @param channel the canonical name
/// @param spelling the name that the clients used, which stands in their pushes
record GroupKey(String channel, String spelling, WireForm form) {}
