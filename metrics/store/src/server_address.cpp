#include <libpq-fe.h>

#include <algorithm>
#include <memory>

#include "orbbench/store/results_store.hpp"

namespace orbbench::store {
namespace {

constexpr const char* kConnectSeconds = "5";

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char letter : value) {
    if (letter == '\'' || letter == '\\') {
      text += '\\';
    }
    text += letter;
  }
  return text + "'";
}

/// libpq would repeat what it takes for a port, which may be a piece of a password.
bool is_port_list(const std::string& text) {
  return std::ranges::all_of(
      text, [](char letter) { return (letter >= '0' && letter <= '9') || letter == ','; });
}

}  // namespace

std::string connection_string_of(const std::string& url) {
  char* problem = nullptr;
  const Options options(PQconninfoParse(url.c_str(), &problem), PQconninfoFree);
  PQfreemem(problem);
  std::string text;
  bool usable = options != nullptr && !url.empty();
  bool limited = false;
  for (const PQconninfoOption* option = options.get(); usable && option->keyword; ++option) {
    if (option->val == nullptr) {
      continue;
    }
    const std::string keyword = option->keyword;
    usable = keyword != "port" || is_port_list(option->val);
    limited = limited || keyword == "connect_timeout";
    text += keyword + "=" + quoted(option->val) + " ";
  }
  if (!usable) {
    throw StoreRefused(
        "it is no address of a PostgreSQL database, such as "
        "postgresql://user@host/database");
  }
  return text + (limited ? "" : std::string("connect_timeout=") + kConnectSeconds);
}

}  // namespace orbbench::store
