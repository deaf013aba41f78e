#include "held_program.hpp"

#include <csignal>
#include <cstring>
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

bool run_turn(HeldProgram& program, std::chrono::milliseconds turn, bool other_is_done) {
  const bool is_done = program.run_for(turn);
  if (!is_done && !other_is_done) {
    program.hold();
  }
  return is_done;
}

}  // namespace

double HeldResult::quantile_us(const metrics::LatencyHistogram& latencies, int connections,
                               double share) const {
  const auto all = static_cast<double>(latencies.count());
  const double measured = all - static_cast<double>(times_held) * connections;
  return measured <= 0
             ? 0
             : std::chrono::duration<double, std::micro>(latencies.quantile(share * measured / all))
                   .count();
}

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
    so_far_.held += Clock::now() - held_since_;
  }
  kill(process_.pid(), SIGCONT);
  try {
    while (auto line = process_.next_line(
               std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()))) {
      if (line->starts_with(kResultMark)) {
        so_far_.result = nlohmann::json::parse(line->substr(std::strlen(kResultMark)));
        return true;
      }
      so_far_.lines.push_back(std::move(*line));
    }
  } catch (const std::runtime_error&) {  // it has ended
    throw std::runtime_error(name_ + " gave no result: " + first_line(process_.error_output()));
  }
  return false;
}

void HeldProgram::hold() {
  kill(process_.pid(), SIGSTOP);
  held_since_ = Clock::now();
  is_held_ = true;
  ++so_far_.times_held;
}

HeldResult HeldProgram::take_result() {
  return std::exchange(so_far_, {});
}

void run_in_turns(HeldProgram& one, HeldProgram& other, std::chrono::milliseconds turn,
                  const std::stop_token& stop) {
  bool one_is_done = false;
  bool other_is_done = false;
  while (!(one_is_done && other_is_done) && !stop.stop_requested()) {
    one_is_done = one_is_done || run_turn(one, turn, other_is_done);
    other_is_done = other_is_done || run_turn(other, turn, one_is_done);
  }
}

}  // namespace orbbench::bench
