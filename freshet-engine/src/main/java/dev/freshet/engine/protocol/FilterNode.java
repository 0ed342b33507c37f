package dev.freshet.engine.protocol;

import java.util.List;

/// A node of a tags filter as the client sent it (§16); nothing in it has been checked.
///
/// @param op `and`, `or`, `not`; empty for a leaf
/// @param key the tag that a leaf looks at
/// @param cmp how a leaf compares: `eq`, `neq`, `in`, `nin`, `ex`, `nex`, `sw`, `ew`, `ct`, `lt`,
///   `lte`, `gt`, `gte`
/// @param val what a leaf compares with, but for `in` and `nin`
/// @param vals what `in` and `nin` compare with
/// @param nodes the children of `and`, `or`, `not`
public record FilterNode(
        String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {}
