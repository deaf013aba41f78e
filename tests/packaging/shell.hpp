#pragma once

#include <string>
#include <vector>

namespace orbbench::tests {

struct Answer {
  int status = -1;     ///< exit status, or -1 where it did not exit
  std::string output;  ///< standard output and standard error
};

/// Runs a line of bash.
Answer shell(const std::string& line);

/// 'quoted', for a line of shell().
std::string quoted(const std::string& word);

std::vector<std::string> lines_of(const std::string& text);

/// Whether there is such a program on the PATH.
bool has_program(const std::string& name);

}  // namespace orbbench::tests
