#include "witness_fixture.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace orbbench::tests {
namespace {

using namespace free_witness;

std::string hex(const Canary& canary) {
  std::string text;
  for (const std::uint8_t octet : canary) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", octet);
    text += digits.data();
  }
  return text;
}

}  // namespace

Canary draw_canary() {
  Canary canary;
  if (getrandom(canary.data(), canary.size(), 0) != static_cast<ssize_t>(canary.size())) {
    throw std::runtime_error("no random octets to be had");
  }
  return canary;
}

FreeWitnessTest::FreeWitnessTest(const std::string& program, const std::string& scope)
    : program_(program), scope_(scope) {
  record_.add_canary(secret_);
}

void FreeWitnessTest::start_victim(const std::string& way) {
  victim_ = std::make_unique<process::ChildProcess>(process::ChildProcess::Settings{
      .program = program_,
      .arguments = {way, hex(secret_)},
      .environment = {{"LD_PRELOAD", WITNESS_LIBRARY}, {kFileVariable, record_.path()}}});
}

void FreeWitnessTest::await(const std::string& word) {
  const auto line = victim_->next_line(std::chrono::seconds(20));
  ASSERT_TRUE(line.has_value()) << "the victim says nothing";
  ASSERT_EQ(*line, word);
}

void FreeWitnessTest::run_victim(const std::string& way) {
  start_victim(way);
  await("DONE");
}

std::vector<CallPathCount> FreeWitnessTest::find_paths(const std::string& function) {
  const Sighting sighting = record_.read();
  Symbols symbols(sighting.modules);
  const auto is_on = [&](const CallPathCount& path) {
    return std::any_of(path.frames.begin(), path.frames.end(), [&](std::uint64_t address) {
      const auto& frames = symbols.frames_of(address);
      return std::any_of(frames.begin(), frames.end(), [&](const SourceFrame& frame) {
        return without_parameters(frame.function) == scope_ + function;
      });
    });
  };
  std::vector<CallPathCount> paths;
  std::copy_if(sighting.paths.begin(), sighting.paths.end(), std::back_inserter(paths), is_on);
  return paths;
}

CallPathCount FreeWitnessTest::seen_through(const std::string& function) {
  CallPathCount sum;
  for (const CallPathCount& path : find_paths(function)) {
    sum.blocks += path.blocks;
    sum.octets += path.octets;
    sum.unwiped += path.unwiped;
    sum.content += path.content;
    sum.most_content = std::max(sum.most_content, path.most_content);
    sum.with_canary += path.with_canary;
    sum.with_whole_canary += path.with_whole_canary;
  }
  return sum;
}

std::size_t FreeWitnessTest::paths_through(const std::string& function) {
  return find_paths(function).size();
}

}  // namespace orbbench::tests
