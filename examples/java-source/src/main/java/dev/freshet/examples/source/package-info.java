/// A data source for Freshet in one class.
@NullMarked
package dev.freshet.examples.source;

import org.jspecify.annotations.NullMarked;
