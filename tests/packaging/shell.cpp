#include "shell.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>

namespace orbbench::tests {

Answer shell(const std::string& line) {
  const std::string command = "exec 2>&1; bash -c " + quoted(line);
  FILE* pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) {
    throw std::runtime_error("no shell can be started");
  }
  Answer answer;
  std::array<char, 4096> part{};
  for (std::size_t taken = 0; (taken = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
    answer.output.append(part.data(), taken);
  }
  const int status = ::pclose(pipe);
  answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return answer;
}

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char letter : word) {
    text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return text + "'";
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

bool has_program(const std::string& name) {
  return shell("command -v " + quoted(name)).status == 0;
}

}  // namespace orbbench::tests
