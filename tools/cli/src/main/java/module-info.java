/** The {@code rondo} command. */
module dev.rondo.cli {
  requires dev.rondo;
  requires com.google.gson;
  requires info.picocli;

  // picocli sets the fields of commands
  opens dev.rondo.cli to
      info.picocli;
}
