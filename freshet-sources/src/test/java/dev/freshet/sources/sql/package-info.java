@NullMarked
package dev.freshet.sources.sql;

import org.jspecify.annotations.NullMarked;
