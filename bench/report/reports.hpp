#pragma once

#include <string>

#include "checks/result.hpp"

namespace orbbench::bench {

/// The forms in which a run is kept. All show the same verdicts, figures and evidence.
std::string text_report(const RunResult& run);
std::string text_line(const CheckResult& check);
std::string text_line(const NotRun& check);
std::string json_report(const RunResult& run);
/// A check that is not passed is a <failure> (fail), an <error> (invalid) or a <skipped>
/// (inconclusive, or not run); the figures are properties.
std::string junit_report(const RunResult& run);

/// The shortest text that reads back as the same number: equal in every form.
std::string number_text(double value);

}  // namespace orbbench::bench
