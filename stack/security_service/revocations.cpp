#include "revocations.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/service/http.hpp"
#include "orbbench/service/log.hpp"

namespace orbbench::security {
namespace {

namespace fs = std::filesystem;
using orb_client::Deadline;

constexpr std::chrono::seconds kPatience{1};
// A command line of HAProxy's has 16 KiB.
constexpr std::size_t kIdsPerLine = 32;

enum class Exchange { Answered, NobodyThere, Silent };

class UnixSocket {
 public:
  UnixSocket() : number_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  ~UnixSocket() { close(number_); }
  UnixSocket(const UnixSocket&) = delete;
  UnixSocket& operator=(const UnixSocket&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

bool await(int socket, short events, Deadline deadline) {
  pollfd entry{socket, events, 0};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining());
  return poll(&entry, 1, static_cast<int>(left.count())) == 1;
}

Exchange connect_to(int socket, const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.string().size() >= sizeof address.sun_path) {
    return Exchange::Silent;
  }
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return Exchange::Answered;
  }
  return errno == ENOENT || errno == ECONNREFUSED ? Exchange::NobodyThere : Exchange::Silent;
}

// One line there; what comes back until HAProxy closes.
Exchange exchange(const fs::path& path, const std::string& line, std::string& answer) {
  const Deadline deadline = Deadline::after(kPatience);
  const UnixSocket socket;
  if (const auto connected = connect_to(socket.number(), path); connected != Exchange::Answered) {
    return connected;
  }
  if (send(socket.number(), line.data(), line.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(line.size())) {
    return Exchange::Silent;
  }
  std::array<char, 4096> buffer;
  while (await(socket.number(), POLLIN, deadline)) {
    const ssize_t count = read(socket.number(), buffer.data(), buffer.size());
    if (count == 0) {
      return Exchange::Answered;
    }
    if (count < 0) {
      return Exchange::Silent;
    }
    answer.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return Exchange::Silent;
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \r\n") == std::string::npos;
}

}  // namespace

Revocations::Revocations(fs::path socket, fs::path file)
    : socket_(std::move(socket)), file_(std::move(file)) {}

void Revocations::revoke(const std::vector<RevokedToken>& tokens) {
  const std::lock_guard lock(mutex_);
  append_to_file(tokens);
  std::vector<std::string> ids;
  for (const RevokedToken& token : tokens) {
    revoked_[token.token_id] = token.expires_at;
    ids.push_back(token.token_id);
  }
  if (!tell("add", ids)) {
    told_gateway_.clear();  // refresh() tells it again
    throw service::HttpError(503, "SERVICE_UNAVAILABLE", "Service unavailable",
                             "the gateway does not confirm; try again");
  }
}

void Revocations::replace(const std::vector<RevokedToken>& tokens) {
  {
    const std::lock_guard lock(mutex_);
    for (const RevokedToken& token : tokens) {
      revoked_[token.token_id] = token.expires_at;
    }
    forget_expired();
    write_file();
    told_gateway_.clear();
  }
  refresh();
}

void Revocations::refresh() {
  const std::lock_guard lock(mutex_);
  forget_expired();
  const std::string gateway = gateway_identity();
  if (gateway == told_gateway_) {
    return;
  }
  if (gateway.empty() || tell("add", all_ids())) {
    told_gateway_ = gateway;
  }
}

void Revocations::append_to_file(const std::vector<RevokedToken>& tokens) {
  if (file_.empty()) {
    return;
  }
  std::ofstream file(file_, std::ios::app);
  for (const RevokedToken& token : tokens) {
    if (!revoked_.contains(token.token_id)) {
      file << token.token_id << '\n';
    }
  }
  if (!file.flush()) {
    service::log(service::LogLevel::Error, "revocations_not_written", {{"file", file_.string()}});
    throw service::HttpError(503, "SERVICE_UNAVAILABLE", "Service unavailable",
                             "the revocation could not be stored; try again");
  }
}

// In one step: a gateway that starts meanwhile reads the old file or the new one.
void Revocations::write_file() {
  if (file_.empty()) {
    return;
  }
  const fs::path draft = file_.string() + ".new";
  std::ofstream file(draft, std::ios::trunc);
  for (const std::string& id : all_ids()) {
    file << id << '\n';
  }
  file.close();
  std::error_code problem;
  fs::rename(draft, file_, problem);
  if (!file || problem) {
    service::log(service::LogLevel::Error, "revocations_not_written", {{"file", file_.string()}});
  }
}

void Revocations::forget_expired() {
  const auto now = std::chrono::system_clock::now();
  std::vector<std::string> expired;
  for (const auto& [id, expires_at] : revoked_) {
    if (expires_at < now) {
      expired.push_back(id);
    }
  }
  if (expired.empty()) {
    return;
  }
  for (const std::string& id : expired) {
    revoked_.erase(id);
  }
  write_file();
  tell("del", expired);
}

bool Revocations::tell(const std::string& verb, const std::vector<std::string>& token_ids) {
  if (socket_.empty()) {
    return true;
  }
  for (std::size_t first = 0; first < token_ids.size(); first += kIdsPerLine) {
    std::string line;
    for (std::size_t i = first; i < std::min(first + kIdsPerLine, token_ids.size()); ++i) {
      line += (line.empty() ? "" : ";") + verb + " acl " + file_.string() + " " + token_ids[i];
    }
    std::string answer;
    const auto outcome = exchange(socket_, line + "\n", answer);
    if (outcome == Exchange::NobodyThere) {
      return true;  // who starts later reads the file
    }
    if (outcome == Exchange::Silent || (verb == "add" && !is_blank(answer))) {
      service::log(service::LogLevel::Warning, "gateway_not_told", {{"answer", answer}});
      return false;
    }
  }
  return true;
}

std::vector<std::string> Revocations::all_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, expires_at] : revoked_) {
    ids.push_back(id);
  }
  return ids;
}

/// Another one for each start of HAProxy; empty where none answers.
std::string Revocations::gateway_identity() const {
  std::string answer;
  if (socket_.empty() || exchange(socket_, "show info\n", answer) != Exchange::Answered) {
    return {};
  }
  std::istringstream lines(answer);
  std::string identity;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Pid:") || line.starts_with("Start_time_sec:")) {
      identity += line;
    }
  }
  return identity;
}

}  // namespace orbbench::security
