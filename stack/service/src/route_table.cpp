#include "route_table.hpp"

#include <set>
#include <utility>

#include "error_reply.hpp"

namespace orbbench::service {
namespace {

// std::regex recurses once a character.
constexpr std::size_t kLongestPath = 2048;

}  // namespace

void RouteTable::add(Method method, const std::string& pattern, HttpServer::Handler handler) {
  routes_.push_back({method, std::regex(pattern, std::regex::ECMAScript | std::regex::optimize),
                     std::move(handler)});
}

RouteTable::Match RouteTable::find(Method method, const std::string& path) const {
  std::smatch match;
  for (const Route& route : routes_) {
    if (route.method == method && path.size() <= kLongestPath &&
        std::regex_match(path, match, route.pattern)) {
      return {&route.handler, {std::next(match.begin()), match.end()}};
    }
  }
  const std::string allowed = allowed_methods(path);
  if (allowed.empty()) {
    throw protocol_error(404);
  }
  throw HttpError(405, "METHOD_NOT_ALLOWED", "Method not allowed", "this path knows " + allowed, {},
                  {{"Allow", allowed}});
}

std::string RouteTable::allowed_methods(const std::string& path) const {
  std::set<std::string> methods;
  for (const Route& route : routes_) {
    if (path.size() <= kLongestPath && std::regex_match(path, route.pattern)) {
      methods.insert(to_string(route.method));
    }
  }
  if (methods.contains("GET")) {
    methods.insert("HEAD");
  }
  std::string list;
  for (const std::string& method : methods) {
    list += (list.empty() ? "" : ", ") + method;
  }
  return list;
}

}  // namespace orbbench::service
