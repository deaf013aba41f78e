#include "orbbench/orb_client/correlation_scope.hpp"

#include <algorithm>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

constinit thread_local const std::string* current_id = nullptr;

bool is_printable(char character) {
  return character >= ' ' && character < '\x7f';
}

std::string checked(std::string_view id) {
  if (id.empty() || id.size() > CorrelationScope::kMaxOctets ||
      !std::all_of(id.begin(), id.end(), is_printable)) {
    throw ConfigError("a correlation id of " + std::to_string(id.size()) +
                      " octets: 1 to 128 printable ASCII characters would be right");
  }
  return std::string(id);
}

}  // namespace

CorrelationScope::CorrelationScope(std::string_view id) : id_(checked(id)), outer_(current_id) {
  current_id = &id_;
}

CorrelationScope::~CorrelationScope() {
  current_id = outer_;
}

const std::string* CorrelationScope::current() {
  return current_id;
}

}  // namespace orbbench::orb_client
