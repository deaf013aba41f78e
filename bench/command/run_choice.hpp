#pragma once

#include <iosfwd>
#include <string>

#include "orbbench/store/results_store.hpp"

namespace orbbench::bench {

/// The stored run that the user means: its id, or the first four or more digits of it where only
/// one run begins so. Throws ConfigError.
std::string choose_run(store::ResultsStore& store, const std::string& given);

/// Lines for the user, as "orbbench: ...", on standard error.
void tell_user(const std::string& line);

/// One line: start, verdict, kind, id, commit.
void print_line(std::ostream& output, const store::RunSummary& run);

/// The same as one JSON object, to be put among others.
std::string json_of(const store::RunSummary& run);

}  // namespace orbbench::bench
