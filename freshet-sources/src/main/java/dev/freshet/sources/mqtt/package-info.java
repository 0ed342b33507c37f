/// Brokers that speak MQTT 3.1.1: what arrives on a topic is a stream.
///
/// Uses Eclipse Paho's client, which calls on threads of its own; they only put into a query's
/// queue. [MqttUpstream] is the way in, [MqttConnections] decides which query uses which
/// connection.
@NullMarked
package dev.freshet.sources.mqtt;

import org.jspecify.annotations.NullMarked;
