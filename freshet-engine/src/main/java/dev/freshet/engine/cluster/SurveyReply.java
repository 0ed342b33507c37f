package dev.freshet.engine.cluster;

/// What one node's program answered to a survey.
///
/// @param code 0 for success
@SuppressWarnings("ArrayRecordComponent")
public record SurveyReply(int code, byte[] data) {}
