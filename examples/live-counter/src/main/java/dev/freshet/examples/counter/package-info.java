/// A Spring Boot application with a live page. Start at [LiveCounter].
@NullMarked
package dev.freshet.examples.counter;

import org.jspecify.annotations.NullMarked;
