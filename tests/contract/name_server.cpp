#include "name_server.hpp"

#include <fcntl.h>
#include <omniORB4/CORBA.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <omniORB4/Naming.hh>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace orbbench::tests {
namespace {

constexpr int kReadyBudgetMs = 10'000;
constexpr int kCannotExecute = 127;

std::filesystem::path make_folder() {
  std::string form = (std::filesystem::temp_directory_path() / "omninames-XXXXXX").string();
  if (::mkdtemp(form.data()) == nullptr) {
    throw std::runtime_error(std::string("mkdtemp: ") + std::strerror(errno));
  }
  return form;
}

[[noreturn]] void become_name_server(char* const* arguments, int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::dup2(output, STDERR_FILENO) < 0) {
    ::_exit(kCannotExecute);
  }
  ::execvp(arguments[0], arguments);
  ::_exit(kCannotExecute);
}

}  // namespace

NameServer::NameServer() : folder_(make_folder()) {
  try {
    start();
    await_ready();
  } catch (const std::exception&) {
    kill();
    std::filesystem::remove_all(folder_);
    throw;
  }
}

NameServer::~NameServer() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string NameServer::endpoint(const std::string& name) const {
  return "corbaname::127.0.0.1:" + std::to_string(port_) + "#" + name;
}

void NameServer::bind(const std::string& name, const std::string& reference) const {
  int argc = 0;
  const CORBA::ORB_var orb = CORBA::ORB_init(argc, nullptr, "omniORB4");  // the runtime's own
  const std::string service = "corbaloc::127.0.0.1:" + std::to_string(port_) + "/NameService";
  const CORBA::Object_var found = orb->string_to_object(service.c_str());
  const CosNaming::NamingContextExt_var root = CosNaming::NamingContextExt::_narrow(found);
  const CosNaming::Name_var path = root->to_name(name.c_str());
  const CORBA::Object_var object = orb->string_to_object(reference.c_str());
  root->rebind(path, object);
}

void NameServer::kill() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
}

void NameServer::start() {
  std::vector<std::string> arguments = {"omniNames",  "-start",         std::to_string(port_),
                                        "-datadir",   folder_.string(), "-errlog",
                                        "/dev/stderr"};
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) {
    pointers.push_back(argument.data());
  }
  pointers.push_back(nullptr);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error(std::string("pipe2: ") + std::strerror(errno));
  }
  output_ = Descriptor(pipe[0]);
  const Descriptor write_end(pipe[1]);
  pid_ = ::fork();
  if (pid_ == 0) {
    become_name_server(pointers.data(), write_end.number());
  }
}

// It says so when it has written its files; it listens by then.
void NameServer::await_ready() {
  std::string text;
  std::array<char, 1024> block{};
  pollfd readable{output_.number(), POLLIN, 0};
  while (text.find("Checkpointing completed") == std::string::npos) {
    const bool spoke = ::poll(&readable, 1, kReadyBudgetMs) > 0;
    const ssize_t got = spoke ? ::read(output_.number(), block.data(), block.size()) : 0;
    if (got <= 0) {
      throw std::runtime_error("omniNames is not ready; it wrote:\n" + text);
    }
    text.append(block.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace orbbench::tests
