/// What an in-process data source compiles against: frames and the three stream calls.
@NullMarked
package dev.freshet.source;

import org.jspecify.annotations.NullMarked;
