#include "routes.hpp"

namespace orbbench::security {

void add_route(service::HttpServer& server, Workshop& workshop, service::Method method,
               const std::string& path, Handler handler) {
  server.route(method, path, [&workshop, handler](const service::Request& request) {
    return handler(workshop, request);
  });
}

}  // namespace orbbench::security
