"""Recording a training or a prediction while it runs, so that a notebook ends with a card.

::

    with replicard.record("card.yaml", model="nuclei", algorithm="U-Net", task="denoising") as run:
        run.hyperparameters(epochs=30, batch_size=8, learning_rate=1e-3)
        run.dataset("training-images", images="data/train/*.tif")
        for epoch in range(30):
            ...
            run.log_epoch(epoch, loss=loss, val_loss=val_loss)
        run.weights("weights_best.pt", kept="best validation loss")

What the author wrote into the card stays; what the run knows is added with a comment.
Keras and Lightning are imported only by those who ask for their callbacks.
"""

from replicard.recording.run import Run, record

__all__ = ["Run", "record"]
