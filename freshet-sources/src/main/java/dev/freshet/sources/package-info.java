/// Built-in data sources that cannot stream: [BuiltInTypes] lists them, `polling` makes streams of
/// their queries, each type has a package of its own.
@NullMarked
package dev.freshet.sources;

import org.jspecify.annotations.NullMarked;
