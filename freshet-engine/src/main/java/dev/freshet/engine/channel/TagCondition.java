package dev.freshet.engine.channel;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// One node of a compiled tags filter.
sealed interface TagCondition {
    boolean matches(Map<String, String> tags);

    record All(List<TagCondition> conditions) implements TagCondition {
        @Override
        public boolean matches(Map<String, String> tags) {
            for (int i = 0; i < conditions.size(); i++) {
                if (!conditions.get(i).matches(tags)) {
                    return false;
                }
            }
            return true;
        }
    }

    record Any(List<TagCondition> conditions) implements TagCondition {
        @Override
        public boolean matches(Map<String, String> tags) {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).matches(tags)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(TagCondition condition) implements TagCondition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return !condition.matches(tags);
        }
    }

    /// What one tag has to be.
    record Tag(String key, Predicate<String> value) implements TagCondition {
        @Override
        public boolean matches(Map<String, String> tags) {
            var present = tags.get(key);
            return present != null && value.test(present);
        }
    }
}
