/// The engine in a Spring Boot application. [FreshetAutoConfiguration] makes it from
/// [FreshetProperties] and the application's beans; [FreshetServer] opens it to clients when the
/// context starts. What runs per request is on the connection's event loop. Uses the engine, Netty
/// and, where they are there, Reactor Netty, Micrometer and Boot's health.
@NullMarked
package dev.freshet.spring;

import org.jspecify.annotations.NullMarked;
