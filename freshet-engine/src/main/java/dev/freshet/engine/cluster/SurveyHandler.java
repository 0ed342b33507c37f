package dev.freshet.engine.cluster;

import java.util.concurrent.CompletionStage;

/// Answers surveys on one node. Must not block.
@FunctionalInterface
public interface SurveyHandler {
    CompletionStage<SurveyReply> answer(byte[] data);
}
