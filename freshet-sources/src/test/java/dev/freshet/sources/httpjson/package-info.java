@NullMarked
package dev.freshet.sources.httpjson;

import org.jspecify.annotations.NullMarked;
