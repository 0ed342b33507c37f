package dev.freshet.engine.testkit.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Loses chosen messages between chosen nodes of a [LocalCluster]; what a node tells itself always
/// arrives. Any thread.
public final class Firewall {
    private record Rule(
            Predicate<String> from, Predicate<String> to, Predicate<NodeMessage> which) {
        boolean drops(String sender, String receiver, NodeMessage message) {
            return from.test(sender) && to.test(receiver) && which.test(message);
        }
    }

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    Firewall() {}

    /// From now on the messages that match do not get from one node to the other.
    public void drop(String from, String to, Predicate<NodeMessage> which) {
        rules.add(new Rule(from::equals, to::equals, which));
    }

    /// From now on nothing gets to the node or from it.
    public void isolate(String node) {
        rules.add(new Rule(node::equals, other -> true, message -> true));
        rules.add(new Rule(other -> true, node::equals, message -> true));
    }

    /// From now on everything arrives again.
    public void open() {
        rules.clear();
    }

    boolean lets(String from, String to, NodeMessage message) {
        return from.equals(to) || rules.stream().noneMatch(rule -> rule.drops(from, to, message));
    }
}
