package dev.freshet.engine.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of a subscribe request.
final class ProtobufSubscribe extends ProtobufRequest {
    private String channel = "";
    private String token = "";
    private boolean recover;
    private String epoch = "";
    private long offset;
    private @Nullable Payload data;
    private boolean positioned;
    private boolean recoverable;
    private boolean joinLeave;
    private String delta = "";
    private @Nullable Filter filter;
    private long flag;

    @Override
    public void read(int field, ProtobufReader in) throws MalformedCommandException {
        switch (field) {
            case 1 -> channel = in.string();
            case 2 -> token = in.string();
            case 3 -> recover = in.bool();
            case 6 -> epoch = in.string();
            case 7 -> offset = in.integer();
            case 8 -> data = in.payload();
            case 9 -> positioned = in.bool();
            case 10 -> recoverable = in.bool();
            case 11 -> joinLeave = in.bool();
            case 12 -> delta = in.string();
            case 13 -> in.message(filter());
            case 14 -> flag = in.integer();
            default -> in.skip();
        }
    }

    private Filter filter() {
        var known = filter;
        if (known == null) {
            known = new Filter();
            filter = known;
        }
        return known;
    }

    @Override
    Request.Subscribe request() {
        return new Request.Subscribe(
                channel,
                token,
                recover,
                epoch,
                offset,
                data,
                positioned,
                recoverable,
                joinLeave,
                delta,
                filter == null ? null : filter.node(),
                flag);
    }

    /// The fields of a node of a tags filter.
    private static final class Filter implements ProtobufReader.Message {
        private String op = "";
        private String key = "";
        private String cmp = "";
        private String val = "";
        private List<String> vals = List.of();
        private List<FilterNode> nodes = List.of();

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> op = in.string();
                case 2 -> key = in.string();
                case 3 -> cmp = in.string();
                case 4 -> val = in.string();
                case 5 -> vals = with(vals, in.string());
                case 6 -> {
                    var child = new Filter();
                    in.message(child);
                    nodes = with(nodes, child.node());
                }
                default -> in.skip();
            }
        }

        /// Most nodes have no children and many no values.
        private static <T> List<T> with(List<T> list, T element) {
            var longer = list.isEmpty() ? new ArrayList<T>() : list;
            longer.add(element);
            return longer;
        }

        FilterNode node() {
            return new FilterNode(op, key, cmp, val, vals, nodes);
        }
    }
}
