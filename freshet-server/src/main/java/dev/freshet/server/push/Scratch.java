package dev.freshet.server.push;

/// What the frame builders of one conversion use one after the other.
record Scratch(NameCache names, TagText tagText, SortedFields sorted) {}
