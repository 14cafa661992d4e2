// The page of the API documentation: Swagger UI on the document that the page names.
declare const SwaggerUIBundle: ((options: Record<string, unknown>) => unknown) | undefined;

const room = document.querySelector<HTMLElement>("[data-openapi]");
if (room && typeof SwaggerUIBundle === "function") {
  SwaggerUIBundle({
    url: room.dataset["openapi"],
    domNode: room,
    deepLinking: true,
    tryItOutEnabled: true,
    persistAuthorization: true,
    // Nothing about our API is sent to anybody else's validator.
    validatorUrl: null,
  });
}
