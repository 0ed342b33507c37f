@NullMarked
package dev.freshet.spring;

import org.jspecify.annotations.NullMarked;
