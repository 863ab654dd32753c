package org.cotangent.gradcheck;

/** The style sheet of a report's web page. */
final class ReportStyle {
    // no < > & in here: the writer would escape them, and browsers take style as it is
    static final String SHEET =
            """
            :root { color-scheme: light dark; --back: #fbfbf9; --card: #ffffff; --ink: #1d2430;
              --soft: #667085; --line: #e3e5e8; --blue: #2563b0; --bad: #c0342b; --good: #1f7a45;
              --warn: #a86400; --code: #f3f4f6; }
            @media (prefers-color-scheme: dark) { :root { --back: #12161c; --card: #1a2029;
              --ink: #e6e9ee; --soft: #98a2b3; --line: #303846; --blue: #78aef0; --bad: #ff8a80;
              --good: #6fcf97; --warn: #f0b85a; --code: #232b36; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--back); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 48px; }
            h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
            h2 { font-size: 16px; margin: 0 0 10px; }
            p { margin: 4px 0; }
            .soft { color: var(--soft); }
            section, header { background: var(--card); border: 1px solid var(--line);
              border-radius: 10px; padding: 18px 20px; margin-bottom: 16px; }
            header { border-left: 6px solid var(--soft); }
            header.bad { border-left-color: var(--bad); }
            header.good { border-left-color: var(--good); }
            header.warn { border-left-color: var(--warn); }
            .badge { display: inline-block; font-weight: 650; font-size: 13px; border-radius: 20px;
              padding: 1px 11px; margin-bottom: 8px; border: 1.5px solid; }
            .badge.bad, td.bad { color: var(--bad); }
            .badge.good, td.good { color: var(--good); }
            .badge.warn, td.warn { color: var(--warn); }
            .facts { display: flex; flex-wrap: wrap; gap: 10px 34px; margin: 14px 0 2px; }
            .facts b { display: block; font-size: 20px; line-height: 1.3; font-weight: 600;
              font-variant-numeric: tabular-nums; }
            .facts span { color: var(--soft); font-size: 13px; }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr));
              gap: 16px; margin-bottom: 16px; }
            .plots section { margin: 0; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 14px;
              font-variant-numeric: tabular-nums; }
            th { text-align: right; font-weight: 600; color: var(--soft); font-size: 13px; }
            td { text-align: right; border-top: 1px solid var(--line); }
            th, td { padding: 4px 10px; white-space: nowrap; }
            th.left, td.left { text-align: left; }
            ul { margin: 0; padding-left: 20px; }
            li { margin: 4px 0; }
            pre { background: var(--code); border-radius: 6px; padding: 12px 14px; margin: 0;
              white-space: pre-wrap; overflow-wrap: anywhere;
              font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
            svg { display: block; width: 100%; height: auto; }
            svg text { fill: var(--soft); font-size: 11px; font-family: inherit; }
            svg .grid { stroke: var(--line); stroke-width: 1; }
            svg .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; fill: none; }
            svg .path { stroke: var(--blue); stroke-width: 2; fill: none; }
            svg .thin { stroke: var(--soft); stroke-width: 1.5; fill: none; }
            svg .blue { fill: var(--blue); }
            svg .faint { fill: var(--card); stroke: var(--blue); stroke-width: 1.5; }
            svg .good { fill: var(--good); }
            svg .bad { fill: var(--bad); }
            svg .warn { fill: var(--warn); }
            svg .soft { fill: var(--soft); }
            svg .bar { stroke: var(--soft); stroke-width: 1; opacity: 0.55; }
            """;

    private ReportStyle() {}

    /** The style class of a verdict. */
    static String color(Verdict verdict) {
        return switch (verdict) {
            case MATCH -> "good";
            case MISMATCH -> "bad";
            default -> "warn";
        };
    }
}
