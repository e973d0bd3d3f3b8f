/** Data, optimizers, the loop, weights. */
@SuppressWarnings("requires-automatic") // CSV and XChart have no module descriptors
module dev.rondo.training {
  requires transitive dev.rondo.runtime;
  requires com.google.gson;
  requires java.desktop; // pictures
  requires me.tongfei.progressbar;
  requires org.apache.commons.csv;
  requires org.knowm.xchart;

  exports dev.rondo.training;
  exports dev.rondo.training.data;
  exports dev.rondo.training.settings;
  exports dev.rondo.training.weights;
}
