#include <algorithm>
#include <fstream>

#include "announcement.hpp"
#include "part.hpp"
#include "programs.hpp"
#include "secret_file.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "MIT-MAGIC-COOKIE-1";

fs::path require_server() {
  const auto server = find_program("Xvfb");
  if (!server) {
    throw StackError(kExitInvalid,
                     "Xvfb is not installed: apt-get install xvfb, or leave the part display out");
  }
  return *server;
}

void check(const StackOptions&) {
  require_server();
}

void put_counted(std::string& entry, std::string_view text) {
  entry += static_cast<char>(text.size() >> 8);
  entry += static_cast<char>(text.size() & 0xff);
  entry += text;
}

/// One entry of an Xauthority file (Xau(3)), of family "wild": for any display of any host.
std::string authority_entry(const std::string& cookie) {
  std::string entry = "\xff\xff";
  put_counted(entry, "");
  put_counted(entry, "");
  put_counted(entry, kScheme);
  put_counted(entry, cookie);
  return entry;
}

fs::path kept_authority(const PartContext& context) {
  const fs::path path = context.folder() / "authority";
  if (!fs::exists(path)) {
    write_secret(path, authority_entry(make_secret(8)), context.account());
  }
  return path;
}

bool is_number(const std::string& line) {
  return !line.empty() &&
         std::ranges::all_of(line, [](char digit) { return digit >= '0' && digit <= '9'; });
}

Publication start(PartContext& context) {
  const fs::path authority = kept_authority(context);
  // On an abstract socket only, guarded by the cookie: nothing in /tmp is left of a killed server.
  std::vector<std::string> arguments{
      "-displayfd",       "1",         "-screen", "0",         "1280x1024x24", "-auth",
      authority.string(), "-nolisten", "tcp",     "-nolisten", "unix",         "-noreset"};
  if (const auto& former = context.endpoints().display) {
    arguments.insert(arguments.begin(), former->display);
  }
  const auto process = context.spawn(require_server(), arguments);
  std::optional<std::string> number;
  // It writes the number to its standard output once it takes connections.
  context.await_ready(*process, [&] {
    number = find_line(context, is_number);
    return number.has_value();
  });
  const DisplayEndpoint endpoint{":" + *number, authority.string(), process->pid()};
  return [endpoint](Endpoints& endpoints) { endpoints.display = endpoint; };
}

}  // namespace

Part display_part() {
  return {"display", "display", {}, SIGTERM, check, start};
}

}  // namespace orbbench::launcher
