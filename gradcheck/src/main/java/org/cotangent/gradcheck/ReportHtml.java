package org.cotangent.gradcheck;

final class ReportHtml {
    private ReportHtml() {}

    static String of(Report report) {
        return report.toString();
    }
}
