#include "orbbench/orb_client/errors.hpp"

#include <array>
#include <cstdio>

namespace orbbench::orb_client {
namespace {

// A core's text may hold anything; an error is one line.
std::string one_line(std::string text) {
  for (char& octet : text) {
    const auto code = static_cast<unsigned char>(octet);
    if (code < 0x20 || code == 0x7f) {
      octet = ' ';
    }
  }
  return text;
}

std::string hex(std::uint32_t value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", value);
  return text.data();
}

std::string compose(const CallFacts& facts, const std::string& reason) {
  std::string text = facts.operation + " at " + facts.endpoint + ": ";
  if (!facts.exception.empty()) {
    text += facts.exception + " (completed " + to_string(facts.completion);
    text += facts.minor == 0 ? "" : ", minor " + hex(facts.minor);
    text += ")";
  }
  if (!facts.exception.empty() && !reason.empty()) {
    text += ": ";
  }
  return one_line(text + reason);
}

}  // namespace

const char* to_string(Completion completion) {
  switch (completion) {
    case Completion::No:
      return "no";
    case Completion::Yes:
      return "yes";
    case Completion::Maybe:
      return "maybe";
  }
  return "unknown";
}

CallError::CallError(CallFacts facts, const std::string& reason)
    : std::runtime_error(compose(facts, reason)),
      facts_(std::move(facts)),
      reason_(one_line(reason)) {}

}  // namespace orbbench::orb_client
