#include <algorithm>

#include "report/markup.hpp"
#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

const char* element_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Fail:
      return "failure";
    case Verdict::Inconclusive:
      return "skipped";
    case Verdict::Pass:
    case Verdict::Invalid:
      break;
  }
  return "error";
}

std::string test_case(const CheckResult& check) {
  std::string xml = "    <testcase classname=\"orbbench\" name=\"" + escaped(check.name) + "\">\n";
  xml += "      <properties>\n";
  for (const Figure& figure : check.figures) {
    xml += "        <property name=\"" + escaped(figure.name) + "\" value=\"" +
           number_text(figure.value) + "\"/>\n";
  }
  xml += "      </properties>\n";
  if (check.verdict != Verdict::Pass) {
    const std::string element = element_of(check.verdict);
    xml += "      <" + element + " message=\"" + to_string(check.verdict) + ": " +
           escaped(check.summary) + "\">\n";
    for (const std::string& line : check.evidence) {
      xml += escaped(line) + "\n";
    }
    xml += "      </" + element + ">\n";
  }
  return xml + "    </testcase>\n";
}

std::string test_case(const NotRun& check) {
  return "    <testcase classname=\"orbbench\" name=\"" + escaped(check.name) +
         "\">\n      <skipped message=\"not run: " + escaped(check.reason) +
         "\"/>\n    </testcase>\n";
}

std::size_t count(const RunResult& run, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(run.checks.begin(), run.checks.end(),
                    [verdict](const auto& check) { return check.verdict == verdict; }));
}

}  // namespace

std::string junit_report(const RunResult& run) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  xml += "  <testsuite name=\"orbbench\" timestamp=\"" + escaped(run.started_at) + "\" time=\"" +
         number_text(run.duration_seconds) + "\" tests=\"" +
         std::to_string(run.checks.size() + run.not_run.size()) + "\" failures=\"" +
         std::to_string(count(run, Verdict::Fail)) + "\" errors=\"" +
         std::to_string(count(run, Verdict::Invalid)) + "\" skipped=\"" +
         std::to_string(count(run, Verdict::Inconclusive) + run.not_run.size()) + "\">\n";
  for (const CheckResult& check : run.checks) {
    xml += test_case(check);
  }
  for (const NotRun& check : run.not_run) {
    xml += test_case(check);
  }
  return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace orbbench::bench
