# The target holdfast::holdfast: what is linked with it is compiled together with the
# layer, by the flags that pyholdfast prints. HOLDFAST_CHECKED makes the checked build.
#
# Needs find_package(Python3 COMPONENTS Interpreter Development.Module) before.

option(HOLDFAST_CHECKED "Make the checked build of Holdfast" OFF)

function(holdfast_asks result)
  execute_process(
    COMMAND "${Python3_EXECUTABLE}" -m pyholdfast ${ARGN}
    OUTPUT_VARIABLE printed
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(printed UNIX_COMMAND "${printed}")
  set(${result} "${printed}" PARENT_SCOPE)
endfunction()

if(NOT TARGET holdfast::holdfast)
  set(holdfast_checked)
  if(HOLDFAST_CHECKED)
    set(holdfast_checked --checked)
  endif()
  holdfast_asks(holdfast_flags --cflags ${holdfast_checked})
  holdfast_asks(holdfast_includes --includes)
  holdfast_asks(holdfast_sources --sources)
  add_library(holdfast::holdfast INTERFACE IMPORTED)
  set_target_properties(holdfast::holdfast PROPERTIES
    INTERFACE_COMPILE_OPTIONS "${holdfast_flags};${holdfast_includes}"
    INTERFACE_SOURCES "${holdfast_sources}")
endif()
