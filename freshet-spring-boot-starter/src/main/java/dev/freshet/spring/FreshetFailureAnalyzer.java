package dev.freshet.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Has Spring Boot print the two sentences of a [FreshetStartException] instead of its stack.
final class FreshetFailureAnalyzer extends AbstractFailureAnalyzer<FreshetStartException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FreshetStartException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
