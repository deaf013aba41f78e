#include "port_attempts.hpp"

#include "announcement.hpp"

namespace orbbench::launcher {

bool says_port_taken(const PartContext& context) {
  return find_line(context,
                   [](const std::string& line) {
                     return line.find("Address already in use") != std::string::npos;
                   })
      .has_value();
}

}  // namespace orbbench::launcher
