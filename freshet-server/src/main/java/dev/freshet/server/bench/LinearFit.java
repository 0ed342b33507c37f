package dev.freshet.server.bench;

import java.util.List;

/// The straight line that is nearest to some points.
///
/// @param slope how much y grows for each x
/// @param slopeError the standard error of the slope, as far as the points scatter about the line
record LinearFit(double slope, double slopeError) {
    /// A point.
    record Point(double x, double y) {}

    /// Least squares.
    ///
    /// @param points at least three, not all at one x
    static LinearFit of(List<Point> points) {
        int n = points.size();
        double meanX = points.stream().mapToDouble(Point::x).average().orElseThrow();
        double meanY = points.stream().mapToDouble(Point::y).average().orElseThrow();
        double spread = 0;
        double together = 0;
        for (var point : points) {
            spread += (point.x() - meanX) * (point.x() - meanX);
            together += (point.x() - meanX) * (point.y() - meanY);
        }
        double slope = together / spread;
        double residue = 0;
        for (var point : points) {
            double miss = point.y() - meanY - slope * (point.x() - meanX);
            residue += miss * miss;
        }
        return new LinearFit(slope, Math.sqrt(residue / (n - 2) / spread));
    }
}
