#pragma once

#include <regex>
#include <string>
#include <vector>

#include "orbbench/service/http.hpp"
#include "orbbench/service/http_server.hpp"

namespace orbbench::service {

/// Which handler answers which path. Filled before the first request, read by all threads.
class RouteTable {
 public:
  void add(Method method, const std::string& pattern, HttpServer::Handler handler);

  struct Match {
    const HttpServer::Handler* handler = nullptr;
    std::vector<std::string> captures;
  };

  /// Throws HttpError 404 for an unknown path, 405 with Allow for a known one.
  Match find(Method method, const std::string& path) const;

  /// Those that the path knows, as Allow lists them; empty for an unknown path.
  std::string allowed_methods(const std::string& path) const;

 private:
  struct Route {
    Method method;
    std::regex pattern;
    HttpServer::Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace orbbench::service
