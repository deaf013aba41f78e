#include "held_program.hpp"

#include <csignal>
#include <stdexcept>
#include <utility>

#include "orbbench/process/program_path.hpp"

namespace orbbench::bench {
namespace {

using Clock = std::chrono::steady_clock;

// What it complains of comes first, and may be more than a line.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

HeldProgram::HeldProgram(const std::string& program, std::vector<std::string> arguments)
    : name_(program),
      process_({.program = process::find_on_path(program),
                .arguments = std::move(arguments),
                .errors = process::ChildProcess::Errors::Kept}) {}

HeldProgram::~HeldProgram() {
  kill(process_.pid(), SIGCONT);  // its number is its own: nobody has waited for it yet
}

bool HeldProgram::run_for(std::chrono::milliseconds time) {
  const auto end = Clock::now() + time;
  if (std::exchange(is_held_, false)) {
    held_ += Clock::now() - held_since_;
  }
  kill(process_.pid(), SIGCONT);
  try {
    while (auto line = process_.next_line(
               std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()))) {
      lines_.push_back(std::move(*line));
      if (lines_.back().starts_with("RESULT ")) {
        return true;
      }
    }
  } catch (const std::runtime_error&) {
    throw std::runtime_error(name_ + " gave no result: " + first_line(process_.error_output()));
  }
  return false;
}

void HeldProgram::hold() {
  kill(process_.pid(), SIGSTOP);
  held_since_ = Clock::now();
  is_held_ = true;
  ++times_held_;
}

std::vector<std::string> HeldProgram::take_result() {
  times_held_ = 0;
  held_ = {};
  return std::exchange(lines_, {});
}

void run_in_turns(HeldProgram& one, HeldProgram& other, std::chrono::milliseconds turn,
                  const std::stop_token& stop) {
  bool one_is_done = false;
  bool other_is_done = false;
  while (!(one_is_done && other_is_done) && !stop.stop_requested()) {
    if (!one_is_done) {
      one_is_done = one.run_for(turn);
      if (!one_is_done && !other_is_done) {
        one.hold();
      }
    }
    if (!other_is_done) {
      other_is_done = other.run_for(turn);
      if (!other_is_done && !one_is_done) {
        other.hold();
      }
    }
  }
}

}  // namespace orbbench::bench
