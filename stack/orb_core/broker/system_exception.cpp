#include "broker/system_exception.hpp"

#include <utility>

namespace orbbench::orb_core {
namespace {

thread_local std::string exception_text;

}  // namespace

void set_exception_text(std::string text) {
  exception_text = std::move(text);
}

std::string take_exception_text() {
  return std::exchange(exception_text, {});
}

}  // namespace orbbench::orb_core
